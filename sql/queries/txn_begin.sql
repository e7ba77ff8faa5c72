-- Read committed whatever the server's default: the unique batch number decides, not the snapshot.
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
