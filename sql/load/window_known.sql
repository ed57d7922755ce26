-- load window_known
-- Whether a window was merged already. Merging it again would be a mistake of the caller.
SELECT count(*)
FROM meta.windows
WHERE source = getvariable('source') AND tenant = getvariable('tenant') AND dataset = getvariable('dataset')
    AND window_id = getvariable('window_id');
