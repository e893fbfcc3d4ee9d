-- What the program of schema 1 wrote.
INSERT INTO site (id, key, name, origins, linked_domains, enforcement, emails_confirmed, unproven, match_unproven_email, cookie_domain, custom_data_bytes, dev_until, installed_at, installed_origin, created_at) VALUES
  (1, 'shop', 'Shop', '["https://shop.example"]', '["y.example"]', 'require', 1, 'fill_blanks', 1, 'shop.example', 99, 1772366400000, 1772366400000, 'https://shop.example', 1772366400000);
INSERT INTO site_alias (alias, site, place) VALUES
  ('old-shop', 1, 1);
INSERT INTO site_alias (alias, site, place) VALUES
  ('shop', 1, 0);
INSERT INTO signing_key (kid, site, name, uses, sealed, created_at, retired_at, leaked) VALUES
  ('k1', 1, 'web', '["token"]', X'0001', 1772366400000, NULL, 0);
INSERT INTO contact (id, site, external_id, external_trust, email, email_shown, email_trust, secured_at, born_of, merged_into, apart, head, recent, traits, first_seen, shared) VALUES
  (42, 1, '42', 2, 'jane@example.com', 'Jane@Example.com', 1, 1772366400000, 33, NULL, '[44]', 2, X'010000000000000021000000000000000005', '{"profile":{"name":["Jane",1,"v_0000000000011",1,1772366400000]},"custom":{"plan":["pro",1,"v_0000000000011",2,1772366400000]}}', 1772366400000, 1);
INSERT INTO contact (id, site, external_id, external_trust, email, email_shown, email_trust, secured_at, born_of, merged_into, apart, head, recent, traits, first_seen, shared) VALUES
  (43, 1, NULL, 0, 'j@example.com', 'j@example.com', 2, NULL, NULL, 42, NULL, NULL, NULL, NULL, 1772366400000, 0);
INSERT INTO contact (id, site, external_id, external_trust, email, email_shown, email_trust, secured_at, born_of, merged_into, apart, head, recent, traits, first_seen, shared) VALUES
  (44, 1, NULL, 0, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1772366400000, 0);
INSERT INTO visitor (id, site, contact, trust, until, number, kid, sid, actor, bag, fenced_at, successor, fenced_by, head, recent, first_seen) VALUES
  (33, 1, 42, 2, 1772366400000, 2, 'k1', 's1', NULL, '{"external_id":"42","email":["jane@example.com","Jane@Example.com"],"traits":{"profile":{},"custom":{"cart":[3,1,"v_0000000000011",1,1772366400000]}}}', 1772366400000, 34, X'010000000000000021000000000000000009', 3, X'010000000000000021000000000000000005', 1772366400000);
INSERT INTO visitor (id, site, contact, trust, until, number, kid, sid, actor, bag, fenced_at, successor, fenced_by, head, recent, first_seen) VALUES
  (34, 1, NULL, 0, NULL, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1772366400000);
INSERT INTO session (visitor, id, site, contact, started, seen, device, browser, os, country, referrer, pages, count) VALUES
  (33, 7, 1, NULL, 1772366400000, 1772366401000, 'phone', NULL, NULL, 'BE', NULL, '[["https://shop.example/","Shop",1772366400000]]', 3);
INSERT INTO ledger (seq, site, at, kind, contact, visitor, prev, trust, reason, kid, actor, command, effect) VALUES
  (1, 1, 1772366400000, 'identified', 42, 33, NULL, 1, NULL, NULL, NULL, 'c1', '{"created":true,"set":[{"key":"external_id","new":"42"},{"key":"name","new":"Jane"}],"protected":["email"],"link":{"to":"c_000000000001a","trust":"claimed"}}');
INSERT INTO ledger (seq, site, at, kind, contact, visitor, prev, trust, reason, kid, actor, command, effect) VALUES
  (2, 1, 1772366401000, 'updated', 42, 33, 1, 2, 'r', 'k1', 'sam', 'c2', '{"set":[{"key":"custom_data.plan","old":"free","new":"pro"},{"key":"custom_data.cart","old":3}]}');
INSERT INTO ledger (seq, site, at, kind, contact, visitor, prev, trust, reason, kid, actor, command, effect) VALUES
  (3, 1, 1772366400000, 'reset', NULL, 33, NULL, 2, NULL, NULL, NULL, NULL, '{"successor":"v_0000000000012"}');
