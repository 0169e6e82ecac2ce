// jsonld.js: node canonize.cjs [IN OUT]... writes the canonical N-Quads (RDFC-1.0) of each JSON-LD file.
const fs = require('fs');
const jsonld = require('jsonld');

async function main(files) {
  const documentLoader = (url) => { throw new Error(`asks the network for ${url}`); };
  for (let at = 0; at < files.length; at += 2) {
    const document = JSON.parse(fs.readFileSync(files[at], 'utf8'));
    const options = { algorithm: 'RDFC-1.0', format: 'application/n-quads', safe: true, documentLoader };
    fs.writeFileSync(files[at + 1], await jsonld.canonize(document, options));
  }
}

main(process.argv.slice(2)).catch((error) => { console.error(error); process.exit(1); });
