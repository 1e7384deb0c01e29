"""How far the verdicts can be trusted."""
