-- The role that serves, of the private cluster: it logs in itself, so that no session can take an owner's rights back.
CREATE ROLE giothong_service LOGIN;
