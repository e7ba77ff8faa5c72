-- The ledger's database of the private cluster.
CREATE DATABASE giothong TEMPLATE template0;
