"""Plain Python, no Django: Vietnamese text, periods and due times, working days, numbers with units."""
