"""连心桥: one Django project built as a house with floors; docs/map.md shows the plan."""
