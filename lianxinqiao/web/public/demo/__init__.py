"""What only the demo city has: running time, its letterbox, the article beside the city, the parts of every page."""
