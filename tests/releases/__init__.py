"""What a release left on disk, so that later ones go on with it."""
