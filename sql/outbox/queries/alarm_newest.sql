SELECT code, detail FROM main.alarm ORDER BY id DESC LIMIT 1
