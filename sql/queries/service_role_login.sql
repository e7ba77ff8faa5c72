-- The same where it was made without a login.
ALTER ROLE giothong_service LOGIN;
