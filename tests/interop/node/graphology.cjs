// graphology: node graphology.cjs [FORMAT IN OUT]... writes what it reads in GraphML or GEXF, one JSON object a line.
const fs = require('fs');
const { MultiDirectedGraph } = require('graphology');
const parsers = { graphml: require('graphology-graphml'), gexf: require('graphology-gexf') };

const words = process.argv.slice(2);
for (let at = 0; at < words.length; at += 3) {
  // A file without edges would be taken for a graph of mixed ones.
  const options = { addMissingNodes: false, respectInputGraphType: true };
  const graph = parsers[words[at]].parse(MultiDirectedGraph, fs.readFileSync(words[at + 1], 'utf8'), options);
  const lines = [];
  graph.forEachNode((node, properties) => lines.push({ node, properties }));
  graph.forEachEdge((edge, properties, source, target) => lines.push({ edge, source, target, properties }));
  fs.writeFileSync(words[at + 2], lines.map((line) => JSON.stringify(line) + '\n').join(''));
}
