"""The least that a Dash callback costs: one input, one output, nothing done."""

from dash import Dash, Input, Output, dcc, html

app = Dash(__name__)
server = app.server
app.layout = html.Div([dcc.Store(id="asked"), html.Div(id="answer")])


@app.callback(Output("answer", "children"), Input("asked", "data"))
def nothing(_asked):
    return ""
