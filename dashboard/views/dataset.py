"""Each indicator as a data set that catalogues and search engines can list (DCAT, schema.org)."""

from __future__ import annotations

from typing import Any

from dashboard.catalog import Indicator
from dashboard.locale import current
from dashboard.views.edition import Edition

FILES = {
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def schema_org(indicator: Indicator, *, edition: Edition, base: str) -> dict[str, Any]:
    """An indicator as a schema.org Dataset. base: the site's address, without its last slash."""
    place = f"{base}/indicators/{indicator.id}"
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": f"{indicator.id} {indicator.title}",
        "description": indicator.statement,
        "url": place,
        "identifier": place,
        "inLanguage": current(),
        "isAccessibleForFree": True,
        "version": edition.id,
        "temporalCoverage": f"{edition.years[0] - 1}/{edition.years[-1]}",
        "creator": {"@type": "GovernmentOrganization", "name": edition.catalog.profile.agency},
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": f"{place}.{ending}"}
            for ending, kind in FILES.items()
        ],
    }


def data_catalog(*, edition: Edition, base: str, modified: str) -> dict[str, Any]:
    """All indicators as a catalogue of the project open data schema 1.1 (`/data.json`).

    modified: the day of the release, ISO 8601.
    """
    profile = edition.catalog.profile
    publisher = {"@type": "org:Organization", "name": profile.agency}
    contact = {
        "@type": "vcard:Contact",
        "fn": profile.contact.name or profile.agency,
        "hasEmail": f"mailto:{profile.contact.email}" if profile.contact.email else "",
    }
    return {
        "@context": "https://project-open-data.cio.gov/v1.1/schema/catalog.jsonld",
        "@id": f"{base}/data.json",
        "@type": "dcat:Catalog",
        "conformsTo": "https://project-open-data.cio.gov/v1.1/schema",
        "describedBy": "https://project-open-data.cio.gov/v1.1/schema/catalog.json",
        "dataset": [
            {
                "@type": "dcat:Dataset",
                "identifier": f"{base}/indicators/{one.id}",
                "title": f"{one.id} {one.title}",
                "description": one.statement,
                "keyword": ["special education", "IDEA", "State Performance Plan", one.id],
                "modified": modified,
                "publisher": publisher,
                "contactPoint": contact,
                "accessLevel": "public",
                "landingPage": f"{base}/indicators/{one.id}",
                "temporal": f"{edition.years[0] - 1}-07-01/{edition.years[-1]}-06-30",
                "distribution": [
                    {
                        "@type": "dcat:Distribution",
                        "mediaType": kind,
                        "downloadURL": f"{base}/indicators/{one.id}.{ending}",
                    }
                    for ending, kind in FILES.items()
                ],
            }
            for one in edition.catalog.indicators
        ],
    }
