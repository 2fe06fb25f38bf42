"""What is shown and how it is said, for screens and the line mode alike: pure, and without a screen library."""
