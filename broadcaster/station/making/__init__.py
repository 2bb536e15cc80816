"""The studio's side: orders become carts, in this process or in one of its own."""
