"""Charts: a prepared view, drawn."""

from dashboard.charts.annotations import HEIGHT, absence_key
from dashboard.charts.plotly import CONFIG, figure
from dashboard.charts.svg import drawing

__all__ = ["CONFIG", "HEIGHT", "absence_key", "drawing", "figure"]
