"""Messages to a person or a resident: site, e-mail, SMS and WeChat through one port."""
