-- load live_pages
-- Which records of which landed pages a tenant's present consists of, a page a row, in the order of the landing.
SELECT p._window, p._page, list(p._ordinal ORDER BY p._ordinal)
FROM {{.Source}}.{{.Name}} AS p
WHERE p._tenant = getvariable('tenant')
GROUP BY ALL
ORDER BY ALL;
