"""Between the store and the server: plan.py is pure, client.py alone speaks HTTP, engine.py does what was planned."""
