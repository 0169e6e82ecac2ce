// One query a line, asked of mailuo query and of Neo4j after an import; the rows must be the same. A line without an
// ORDER BY is compared in any order. Every function and clause of the subset that an analyst is likely to use is here.
MATCH (n) RETURN labels(n)[0] AS label, count(*) AS n ORDER BY n DESC, label
MATCH ()-[r]->() RETURN type(r) AS type, count(*) AS n, sum(r.evidence_count) AS pieces, avg(r.confidence) > 0.5 AS sure ORDER BY type
MATCH (n) RETURN n.uid AS uid, n.name AS name, n.label AS label, n.kind AS kind, n.aliases AS aliases, n.mentions AS mentions, n.articles AS articles, n.size AS size, n.color AS color ORDER BY uid
MATCH (n) WHERE n.value IS NOT NULL RETURN n.uid, n.text, n.value, n.value_max, n.unit, n.approx ORDER BY n.uid
MATCH (n:Article) RETURN n.uid, n.title, n.document, n.date, n.statements ORDER BY n.uid
MATCH (a)-[r]->(b) RETURN r.sid AS sid, a.uid, type(r), b.uid, r.weight, r.status, r.confidence, r.symmetric, r.evidence_source, r.evidence_article, r.evidence_start, r.evidence_end, r.evidence_text, r.evidence_rule, r.evidence, r.time, r.interaction ORDER BY sid
MATCH (n) WHERE n.amount_value > 0 RETURN n.name, n.amount_text, n.amount_value, n.amount_max, n.amount_unit, n.amount_approx, n.amount_status ORDER BY n.amount_value DESC, n.name
MATCH (n) RETURN n.uid AS uid, size(keys(n)) AS keys, keys(n) = [] AS none ORDER BY uid
MATCH (c:City)-[r:establishes]->(f) RETURN c.name, f.name, r.status ORDER BY c.name, f.name
MATCH (c:City)-->(x)<--(d:City) WHERE c.name < d.name RETURN c.name, x.name, d.name ORDER BY c.name, x.name, d.name
MATCH (c:City) OPTIONAL MATCH (c)-[r:establishes]->(f:Fund) RETURN c.name AS city, count(f) AS funds, collect(f.name) = [] AS none ORDER BY city
MATCH (c:City) OPTIONAL MATCH (c)-[:no_such_relation]->(x) RETURN c.name, x ORDER BY c.name
MATCH (c:City) WHERE NOT (c)-[:establishes]->(:Fund) RETURN c.name ORDER BY c.name
MATCH (c:City) WHERE exists { (c)-[r]->(x) WHERE r.status = 'planned' } RETURN c.name ORDER BY c.name
MATCH (c:City) RETURN c.name, COUNT { (c)--() } AS degree ORDER BY degree DESC, c.name
MATCH (c:City) RETURN c.name AS city, size([(c)-[r]->(x) WHERE r.weight > 1 | x.name]) AS often ORDER BY city
MATCH (c:City)-[r]->(x) WITH c, type(r) AS type, collect(DISTINCT labels(x)[0]) AS kinds RETURN c.name, type, size(kinds) ORDER BY c.name, type
MATCH (c:City)-[r]->() WITH c, count(*) AS n ORDER BY n DESC, c.name SKIP 1 LIMIT 2 RETURN c.name, n
MATCH (c:City)-[r]->() WITH c.name AS name, count(*) AS n WHERE n > 3 RETURN name, n ORDER BY name
MATCH (a:City)-[r*1..2]->(b) RETURN a.name AS name, size(r) AS steps, count(*) AS n ORDER BY name, steps
MATCH (a:City)-[*2..3]-(b:City) WHERE a.uid < b.uid RETURN a.name, b.name, count(*) AS n ORDER BY a.name, b.name
MATCH p = (a:City)-[:establishes]->(f)-[*0..1]->(x) RETURN [n IN nodes(p) | n.name] AS names, length(p) AS n, [r IN relationships(p) | type(r)] AS types ORDER BY names, types
MATCH (a:City), (b:City) WHERE a.uid < b.uid MATCH p = shortestPath((a)-[*..6]-(b)) RETURN a.name, b.name, length(p) AS n ORDER BY a.name, b.name
MATCH (a:City), (b:City) WHERE a.uid < b.uid MATCH p = allShortestPaths((a)-[*..4]-(b)) RETURN a.name, b.name, length(p) AS n, count(*) AS paths ORDER BY a.name, b.name
MATCH (a:City), (b:City) WHERE a.uid < b.uid MATCH p = shortestPath((a)-[*..6]-(b)) WHERE none(n IN nodes(p) WHERE n:Article) RETURN a.name, b.name, length(p) AS n ORDER BY a.name, b.name
MATCH (n) WHERE n.name STARTS WITH '江州' RETURN n.name, labels(n) ORDER BY n.name, labels(n)
MATCH (n) WHERE n.name CONTAINS '基金' OR n.name ENDS WITH '中心' RETURN DISTINCT n.name AS name ORDER BY name
MATCH (n) WHERE n.name =~ '.*(基金|平台|中心)' RETURN DISTINCT n.name AS name ORDER BY name
MATCH (n) WHERE any(a IN n.aliases WHERE a STARTS WITH '江') RETURN n.name ORDER BY n.name
MATCH (n) WHERE '江州' IN n.aliases RETURN n.name, size(n.aliases) ORDER BY n.name
MATCH (n:City) RETURN n.name AS name, size(n.name), left(n.name, 1), right(n.name, 1), substring(n.name, 1), reverse(n.name), split(n.name, ''), replace(n.name, '市', '') ORDER BY name
MATCH (n:Money) RETURN min(n.value) AS least, max(n.value) AS most, sum(n.value) AS sum, percentileDisc(n.value, 0.5) AS middle
MATCH (n:Money) RETURN n.text AS text, CASE WHEN n.value >= 1e9 THEN 'large' WHEN n.value >= 1e8 THEN 'middle' ELSE 'small' END AS size, toString(n.value) AS value, toInteger(n.value / 1e6) AS millions ORDER BY n.value, text
MATCH (n:Quantity) RETURN n.unit AS unit, collect(n.value)[0] IS NOT NULL AS is_there, count(*) AS n ORDER BY n DESC, unit
MATCH (n) RETURN n.value AS value ORDER BY value LIMIT 5
MATCH (n) RETURN n.value AS value ORDER BY value DESC SKIP 3 LIMIT 5
MATCH (c:City) RETURN c.name AS name, labels(c) AS kind UNION MATCH (f:Fund) RETURN f.name AS name, labels(f) AS kind
MATCH (c:City) RETURN 1 AS one UNION ALL MATCH (f:Fund) RETURN 1 AS one
MATCH (c:City {name: '江州市'})-[r]->(x) WHERE r.status <> 'planned' RETURN type(r) AS type, x.name ORDER BY type, x.name
MATCH (x)-[r {status: 'planned'}]->(y) RETURN x.name, y.name ORDER BY x.name, y.name
MATCH (c:City)-[r]-(x) RETURN c.name AS name, startNode(r) = c AS out, count(*) AS n ORDER BY name, out
MATCH (c:City) RETURN c {.name, .aliases, n: c.mentions} AS map ORDER BY c.name
MATCH (a)-[r1]->(b)-[r2]->(c) RETURN count(*) AS n
MATCH (a)--(b)--(c) RETURN count(*) AS n
MATCH (a)-[r1]->(b), (a)-[r2]->(c) WHERE r1.status = r2.status RETURN count(*) AS n
MATCH (a)-[r1]->(b) MATCH (a)-[r2]->(c) RETURN count(*) AS n
UNWIND [1, 2.5, 'a', null, true, [1, 2], [1, null], {a: 1}] AS x RETURN x IS NULL AS nothing, x = 1 AS one, x IN [1, 'a'] AS some
UNWIND [3, 1.5, null, 2] AS x RETURN x ORDER BY x
UNWIND ['b', 'B', 'a', '江', 'ä', 'z'] AS x RETURN x ORDER BY x DESC
RETURN 7 / 2 AS a, -7 / 2 AS b, -7 % 3 AS c, 7.0 / 2 AS d, 2 ^ 10 AS e, 1e7 AS f, 1.0 / 3 AS g
RETURN toString(1.0) AS a, toString(1e10) AS b, toString(0.0001) AS c, toString(123456789.5) AS d, toInteger('12.7') AS e, toFloat('1e3') AS f, toBoolean('TRUE') AS g, toInteger('x') AS h
RETURN null = null AS a, null <> 1 AS b, NOT null AS c, null AND false AS d, null OR true AS e, null XOR true AS f, [1, null] = [1, 2] AS g, 1 IN [null] AS h, null IN [] AS i
RETURN 1 < 2 < 3 AS a, 1 = 1.0 AS b, [1, 2] < [1, 3] AS c, [1] < [1, 2] AS d
RETURN range(0, 10, 3) AS a, [1, 2, 3][-1] AS b, [1, 2, 3][1..] AS c, [x IN range(1, 5) WHERE x % 2 = 1 | x * x] AS d, reduce(s = 0, x IN [1, 2, 3] | s + x) AS e, head([]) AS f, tail([1, 2]) AS g
RETURN all(x IN [1, null] WHERE x = 1) AS a, any(x IN [1, null] WHERE x = 2) AS b, none(x IN [] WHERE x = 1) AS c, single(x IN [1, 1] WHERE x = 1) AS d
RETURN substring('hello', 1, 3) AS a, trim('  x ') AS b, toUpper('straße') AS c, split('a,b,', ',') AS d, size('😀') AS e, replace('aaa', 'a', 'b') AS f, 'a' + 1 AS g, 'a' + 1.5 AS h, left('abc', 9) AS i
RETURN round(2.5) AS a, round(-2.5) AS b, round(2.345, 2) AS c, ceil(1.2) AS d, floor(-1.2) AS e, sign(-3) AS f, abs(-2) AS g, sqrt(2) AS h, round(-1.55, 1) AS i
