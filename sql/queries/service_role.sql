-- May the role that serves log in?  No row: there is none yet (migration 0002 makes one without a login).
SELECT r.rolcanlogin FROM pg_catalog.pg_roles AS r WHERE r.rolname = 'giothong_service';
