"""What the registers hold: areas, enterprises, facilities, permits, attainment, succession."""
