"""A certificate on paper: what, who, when, and the hash of the rows."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response

from dashboard.collection.certificate import certificate
from dashboard.web.collect.desk import Desk


@dataclass(frozen=True, slots=True)
class CertificatePage:
    """The certificate, also of one that was taken back."""

    desk: Desk

    def show(self, certificate_id: int) -> Response:
        """The page; `certificate` asks `require` for the district the certificate is of."""
        person = self.desk.person()
        with self.desk.store.reading() as session:
            found = certificate(session, person, certificate_id, now=self.desk.clock())
        return self.desk.page(
            "certificate.html", title=f"Certificate {found.id}: {found.district_name}", found=found
        )
