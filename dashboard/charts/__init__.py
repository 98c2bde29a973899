"""Charts: a prepared view, drawn."""

from dashboard.charts.plotly import CONFIG, HEIGHT, figure

__all__ = ["CONFIG", "HEIGHT", "figure"]
