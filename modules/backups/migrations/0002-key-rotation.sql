call guard_sealed_columns('backup_targets', 'config', 'store_key');
call guard_sealed_columns('drill_questions', 'question');
-- For the job that seals anew when a key is replaced.
grant update (question) on drill_questions to nexus_worker;
