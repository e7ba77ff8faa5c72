-- Where the derived tables stand.
SELECT c.batch, c.format, c.state FROM giothong.checkpoint AS c WHERE c.realm = $1::integer;
