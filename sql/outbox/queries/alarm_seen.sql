UPDATE main.alarm SET seen = 1 WHERE NOT seen
