"""The demonstration behind ./run demo: a recruiting team's day on the real stack, through public doors only."""
