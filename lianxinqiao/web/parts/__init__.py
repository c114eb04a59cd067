"""What every door shares: reading and acting, sign-in, forms, the frame of a page."""
