"""The page most people would write: Dash, pandas and go.Figure over the same public table.

`BENCH_TABLE=…/public gunicorn bench.site.vanilla:server`
"""

import os
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
from dash import Dash, Input, Output, dash_table, dcc, html

PUBLIC = Path(os.environ["BENCH_TABLE"])
VALUES = pd.read_parquet(PUBLIC / "indicator_value.parquet")
VALUES = VALUES[VALUES["group_type"] == "ALL"]
DISTRICTS = pd.read_parquet(PUBLIC / "districts.parquet").drop_duplicates("lea_id", keep="last")
NAMES = dict(zip(DISTRICTS["lea_id"], DISTRICTS["name"], strict=True))
INDICATORS = sorted(VALUES["indicator"].unique())

app = Dash(__name__)
server = app.server
app.layout = html.Div(
    [
        html.H1("Indicators"),
        dcc.Dropdown(INDICATORS, "5A", id="indicator"),
        dcc.Dropdown(
            [{"label": label, "value": value} for value, label in NAMES.items()], id="district"
        ),
        dcc.Graph(id="chart"),
        dash_table.DataTable(id="table"),
    ]
)


@app.callback(
    Output("chart", "figure"),
    Output("table", "data"),
    Input("indicator", "value"),
    Input("district", "value"),
)
def refill(indicator, district):
    rows = VALUES[VALUES["indicator"] == indicator]
    state = rows[rows["level"] == "STATE"].sort_values("school_year")
    figure = go.Figure()
    figure.add_trace(
        go.Scatter(x=state["school_year"], y=state["target"], name="Target", line={"dash": "dash"})
    )
    figure.add_trace(go.Scatter(x=state["school_year"], y=state["value"], name="State"))
    shown = state
    if district:
        own = rows[rows["lea_id"] == district].sort_values("school_year")
        figure.add_trace(go.Scatter(x=own["school_year"], y=own["value"], name=NAMES[district]))
        shown = pd.concat([state, own])
    figure.update_layout(title=indicator, yaxis_range=[0, 100], template="plotly_white")
    return figure, shown.to_dict("records")
