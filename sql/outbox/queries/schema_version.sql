PRAGMA main.user_version
