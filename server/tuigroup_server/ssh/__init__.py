"""The SSH front door: an HTTP client of the server like any other, with many people's sessions in one process."""
