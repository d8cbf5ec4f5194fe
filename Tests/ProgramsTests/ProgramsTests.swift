// Programs
