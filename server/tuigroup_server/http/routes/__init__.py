"""Routes by noun: each takes the request apart, calls one service, and puts the answer together."""
