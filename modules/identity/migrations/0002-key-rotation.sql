call guard_sealed_columns('sign_in_sources', 'settings');
call guard_sealed_columns('external_identities', 'subject');
-- For the job that seals anew when a key is replaced.
grant update (settings) on sign_in_sources to nexus_worker;
grant update (subject) on external_identities to nexus_worker;
