-- report absences
-- How many records of each table the last complete sweep did not see: present still, gone if the next one misses them.
SELECT source, tenant, table_name, count(*) AS records
FROM meta.absences
GROUP BY ALL
ORDER BY ALL;
