"""What is shared outside: its figures one by one, and whether they give a hidden one away."""
