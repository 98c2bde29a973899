"""The bench of the site: our page beside a vanilla Dash page over the same table."""
