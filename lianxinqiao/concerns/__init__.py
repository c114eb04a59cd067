"""What residents bring: intake, routing, handling, answer, rating."""
