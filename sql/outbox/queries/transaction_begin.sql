-- One writer at a time; readers of other processes go on until COMMIT.
BEGIN IMMEDIATE
