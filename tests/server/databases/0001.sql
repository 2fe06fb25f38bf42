CREATE TABLE migrations (
	name VARCHAR(64) NOT NULL,
	PRIMARY KEY (name)
);
CREATE TABLE server (
	"key" TEXT NOT NULL,
	value TEXT NOT NULL,
	PRIMARY KEY ("key")
);
CREATE TABLE accounts (
	id INTEGER NOT NULL,
	name TEXT NOT NULL,
	secret_hash BLOB NOT NULL,
	recovery_hash BLOB NOT NULL,
	wrapped TEXT NOT NULL,
	recovery_wrapped TEXT NOT NULL,
	operator BOOLEAN NOT NULL,
	created BIGINT NOT NULL,
	seq BIGINT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (name)
);
CREATE TABLE groups (
	id INTEGER NOT NULL,
	slug TEXT NOT NULL,
	state TEXT NOT NULL,
	name TEXT NOT NULL,
	about TEXT NOT NULL,
	welcome TEXT NOT NULL,
	guidelines TEXT NOT NULL,
	kind TEXT NOT NULL,
	format TEXT NOT NULL,
	access TEXT NOT NULL,
	listed BOOLEAN NOT NULL,
	language TEXT NOT NULL,
	timezone TEXT NOT NULL,
	country TEXT NOT NULL,
	place TEXT NOT NULL,
	url TEXT NOT NULL,
	topics JSON NOT NULL,
	created BIGINT NOT NULL,
	seq BIGINT NOT NULL,
	next_number BIGINT NOT NULL,
	next_member BIGINT NOT NULL,
	page_seq BIGINT NOT NULL,
	rev BIGINT NOT NULL,
	members BIGINT NOT NULL,
	posts_week BIGINT NOT NULL,
	first_reply_min BIGINT NOT NULL,
	source TEXT NOT NULL,
	source_slug TEXT NOT NULL,
	updated_min BIGINT NOT NULL,
	extra JSON NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (slug)
);
CREATE INDEX groups_rev ON groups (rev);
CREATE INDEX groups_source ON groups (source, source_slug);
CREATE TABLE responses (
	group_id BIGINT NOT NULL,
	number BIGINT NOT NULL,
	member BIGINT NOT NULL,
	kind TEXT NOT NULL,
	PRIMARY KEY (group_id, number, member)
);
CREATE TABLE resources (
	slug TEXT NOT NULL,
	rev BIGINT NOT NULL,
	kind TEXT NOT NULL,
	title TEXT NOT NULL,
	topics JSON NOT NULL,
	language TEXT NOT NULL,
	source TEXT NOT NULL,
	licence TEXT NOT NULL,
	reviewed TEXT NOT NULL,
	body TEXT NOT NULL,
	size BIGINT NOT NULL,
	packed BIGINT NOT NULL,
	minutes BIGINT NOT NULL,
	sections JSON NOT NULL,
	removed BOOLEAN NOT NULL,
	PRIMARY KEY (slug)
);
CREATE INDEX resources_rev ON resources (rev);
CREATE TABLE sessions (
	token_hash BLOB NOT NULL,
	account_id INTEGER NOT NULL,
	created BIGINT NOT NULL,
	used BIGINT NOT NULL,
	expires BIGINT NOT NULL,
	PRIMARY KEY (token_hash),
	FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE
);
CREATE INDEX ix_sessions_account_id ON sessions (account_id);
CREATE TABLE private_records (
	account_id INTEGER NOT NULL,
	version BIGINT NOT NULL,
	sealed BLOB NOT NULL,
	PRIMARY KEY (account_id),
	FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE
);
CREATE TABLE memberships (
	group_id INTEGER NOT NULL,
	member BIGINT NOT NULL,
	account_id INTEGER,
	alias TEXT NOT NULL,
	skeleton TEXT NOT NULL,
	role TEXT NOT NULL,
	standing TEXT NOT NULL,
	professional BOOLEAN NOT NULL,
	credentials TEXT NOT NULL,
	confirmed BOOLEAN NOT NULL,
	asked_word TEXT NOT NULL,
	answer_word TEXT NOT NULL,
	since_min BIGINT NOT NULL,
	seq BIGINT NOT NULL,
	PRIMARY KEY (group_id, member),
	CONSTRAINT one_membership UNIQUE (group_id, account_id),
	CONSTRAINT one_alias UNIQUE (group_id, skeleton),
	FOREIGN KEY(group_id) REFERENCES groups (id) ON DELETE CASCADE,
	FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE SET NULL
);
CREATE INDEX memberships_seq ON memberships (group_id, seq);
CREATE INDEX ix_memberships_account_id ON memberships (account_id);
CREATE TABLE boards (
	group_id INTEGER NOT NULL,
	board BIGINT NOT NULL,
	purpose TEXT NOT NULL,
	title TEXT NOT NULL,
	PRIMARY KEY (group_id, board),
	FOREIGN KEY(group_id) REFERENCES groups (id) ON DELETE CASCADE
);
CREATE TABLE meetings (
	id INTEGER NOT NULL,
	group_id INTEGER NOT NULL,
	weekday BIGINT NOT NULL,
	start BIGINT NOT NULL,
	duration BIGINT NOT NULL,
	timezone TEXT NOT NULL,
	name TEXT NOT NULL,
	place TEXT NOT NULL,
	url TEXT NOT NULL,
	online BOOLEAN NOT NULL,
	notes TEXT NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(group_id) REFERENCES groups (id) ON DELETE CASCADE
);
CREATE INDEX ix_meetings_group_id ON meetings (group_id);
CREATE TABLE threads (
	group_id INTEGER NOT NULL,
	number BIGINT NOT NULL,
	board BIGINT NOT NULL,
	title TEXT NOT NULL,
	posts BIGINT NOT NULL,
	last BIGINT NOT NULL,
	last_min BIGINT NOT NULL,
	locked BOOLEAN NOT NULL,
	seq BIGINT NOT NULL,
	PRIMARY KEY (group_id, number),
	FOREIGN KEY(group_id) REFERENCES groups (id) ON DELETE CASCADE
);
CREATE INDEX threads_seq ON threads (group_id, seq);
CREATE INDEX threads_recent ON threads (group_id, board, last_min);
CREATE TABLE posts (
	group_id INTEGER NOT NULL,
	number BIGINT NOT NULL,
	thread BIGINT NOT NULL,
	parent BIGINT NOT NULL,
	member BIGINT NOT NULL,
	body TEXT NOT NULL,
	note TEXT NOT NULL,
	intent TEXT NOT NULL,
	at_min BIGINT NOT NULL,
	edited_min BIGINT NOT NULL,
	state TEXT NOT NULL,
	with_you BIGINT NOT NULL,
	me_too BIGINT NOT NULL,
	thank_you BIGINT NOT NULL,
	this_helped BIGINT NOT NULL,
	seq BIGINT NOT NULL,
	PRIMARY KEY (group_id, number),
	FOREIGN KEY(group_id) REFERENCES groups (id) ON DELETE CASCADE
);
CREATE INDEX posts_thread ON posts (group_id, thread, number);
CREATE INDEX posts_parent ON posts (group_id, parent, number);
CREATE INDEX posts_seq ON posts (group_id, seq);
CREATE INDEX posts_member ON posts (group_id, member, number);
CREATE VIRTUAL TABLE post_words USING fts5(words, content='', tokenize='unicode61 remove_diacritics 2');
CREATE TABLE operations (
	account_id INTEGER NOT NULL,
	"key" TEXT NOT NULL,
	fingerprint BLOB NOT NULL,
	ack JSON NOT NULL,
	created BIGINT NOT NULL,
	due BIGINT,
	body JSON,
	PRIMARY KEY (account_id, "key"),
	FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE
);
CREATE INDEX ix_operations_due ON operations (due);
CREATE TABLE invites (
	code_hash BLOB NOT NULL,
	group_id INTEGER NOT NULL,
	role TEXT NOT NULL,
	uses BIGINT NOT NULL,
	expires BIGINT NOT NULL,
	PRIMARY KEY (code_hash),
	FOREIGN KEY(group_id) REFERENCES groups (id) ON DELETE CASCADE
);
CREATE TABLE claims (
	id INTEGER NOT NULL,
	group_id INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	alias TEXT NOT NULL,
	word TEXT NOT NULL,
	created BIGINT NOT NULL,
	state TEXT NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(group_id) REFERENCES groups (id) ON DELETE CASCADE,
	FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE
);
CREATE TABLE notices (
	id INTEGER NOT NULL,
	account_id INTEGER,
	type TEXT NOT NULL,
	group_id BIGINT,
	detail TEXT NOT NULL,
	created BIGINT NOT NULL,
	seq BIGINT NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE
);
CREATE INDEX ix_notices_account_id ON notices (account_id);
INSERT INTO migrations VALUES ('0001-tables');
INSERT INTO accounts VALUES (1, 'ada', x'00', x'00', 'W', 'R', 0, 1790000000, 0);
INSERT INTO sessions VALUES (CAST('token-hash' AS BLOB), 1, 1790000000, 1790000000, 1800000000);
