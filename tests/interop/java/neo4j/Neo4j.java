import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.neo4j.cli.AdminTool;
import org.neo4j.cli.ExecutionContext;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.connectors.ConnectorPortRegister;
import org.neo4j.configuration.connectors.ConnectorType;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.graphdb.GraphDatabaseService;
import org.neo4j.graphdb.Node;
import org.neo4j.graphdb.Relationship;
import org.neo4j.graphdb.Transaction;
import org.neo4j.kernel.api.procedure.GlobalProcedures;
import org.neo4j.kernel.internal.GraphDatabaseAPI;
import org.neo4j.shell.Environment;
import org.neo4j.shell.Main;
import org.neo4j.shell.cli.CliArgHelper;

/**
 * A Neo4j of its own, with APOC, its shell and its admin tool, that does what the lines of a file say, one after the
 * other. Words of a line are parted by tabs:
 *
 *   home FOLDER [bolt] the Neo4j of this folder; files to import lie in FOLDER/import, the store is made when needed;
 *                      with bolt it can be asked through the shell
 *   cypher STATEMENT   runs it
 *   query FILE STATEMENT  runs it; FILE gets one JSON array a row, after one of the names of its columns
 *   shell FILE [OUT]   what `cypher-shell -f FILE` does; OUT gets what it prints, in its plain format
 *   admin FOLDER WORD...  what `neo4j-admin WORD...` does in FOLDER, Neo4j being stopped
 *   dump FILE          every node and relationship as one JSON object a line
 *   clear              takes nodes and relationships out of the store
 */
public final class Neo4j implements AutoCloseable {
  private Path home;
  private DatabaseManagementService service;
  private boolean listens;
  private String bolt;

  public static void main(String[] arguments) throws Exception {
    java.util.logging.LogManager.getLogManager().reset();
    try (Neo4j neo4j = new Neo4j()) {
      for (String line : Files.readAllLines(Path.of(arguments[0]))) neo4j.run(line.split("\t"));
    }
    System.exit(0);  // the shell's driver leaves threads behind
  }

  private void run(String[] words) throws Exception {
    switch (words[0]) {
      case "home" -> {
        close();
        home = Path.of(words[1]);
        listens = words.length > 2;
        for (String folder : List.of("import", "conf")) Files.createDirectories(home.resolve(folder));
      }
      case "cypher" -> database().executeTransactionally(words[1]);
      case "query" -> query(Path.of(words[1]), words[2]);
      case "shell" -> shell(words[1], words.length > 2 ? words[2] : "/dev/null");
      case "admin" -> admin(Path.of(words[1]), Arrays.asList(words).subList(2, words.length));
      case "dump" -> dump(Path.of(words[1]));
      case "clear" -> database().executeTransactionally("MATCH (n) DETACH DELETE n");
      default -> throw new IllegalArgumentException(words[0]);
    }
  }

  private GraphDatabaseService database() throws Exception {
    if (service == null) {
      service = new DatabaseManagementServiceBuilder(home)
          .setConfig(GraphDatabaseSettings.procedure_unrestricted, List.of("apoc.*"))
          .setConfig(GraphDatabaseSettings.load_csv_file_url_root, Path.of("import"))
          .setConfig(GraphDatabaseSettings.pagecache_memory, 64L << 20)
          .setConfig(BoltConnector.enabled, listens)
          .setConfig(BoltConnector.listen_address, new SocketAddress("127.0.0.1", 0))
          .build();
      GraphDatabaseAPI database = (GraphDatabaseAPI) service.database("neo4j");
      GlobalProcedures procedures = database.getDependencyResolver().resolveDependency(GlobalProcedures.class);
      procedures.registerProcedure(apoc.export.graphml.ExportGraphML.class);
      procedures.registerFunction(apoc.convert.Json.class);
      apoc.ApocConfig.apocConfig().setProperty("apoc.import.file.enabled", true);
      bolt = "bolt://" + database.getDependencyResolver().resolveDependency(ConnectorPortRegister.class)
          .getLocalAddress(ConnectorType.BOLT);
    }
    return service.database("neo4j");
  }

  private void query(Path file, String statement) throws Exception {
    try (Transaction transaction = database().beginTx();
         var result = transaction.execute(statement);
         PrintStream out = new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
      out.println(Json.of(result.columns()));
      while (result.hasNext()) {
        Map<String, Object> row = result.next();
        out.println(Json.of(result.columns().stream().map(row::get).toList()));
      }
    }
  }

  private void shell(String file, String out) throws Exception {
    database();
    PrintStream own = System.out;
    var helper = new CliArgHelper(new Environment());
    try (PrintStream told = new PrintStream(out, StandardCharsets.UTF_8)) {
      System.setOut(told);
      try (Main shell = new Main(helper.parse("-a", bolt, "--non-interactive", "--format", "plain", "-f", file))) {
        if (shell.startShell() != 0) throw new IllegalStateException("cypher-shell -f " + file + " failed");
      }
    } finally {
      System.setOut(own);
    }
  }

  /** A process cannot change its folder, so that arguments in a file, which name others there, are read here. */
  private void admin(Path folder, List<String> words) throws Exception {
    close();
    List<String> arguments = new ArrayList<>();
    for (String word : words) {
      if (!word.startsWith("@")) {
        arguments.add(word);
        continue;
      }
      for (String line : Files.readAllLines(folder.resolve(word.substring(1)))) {
        arguments.add(line.matches("--(nodes|relationships)=.*") ? line.replace("=", "=" + folder + "/") : line);
      }
    }
    arguments.add("--report-file=" + home.resolve("import.report"));
    PrintStream silent = new PrintStream(OutputStream.nullOutputStream());
    ExecutionContext context = new ExecutionContext(home, home.resolve("conf"), silent, System.err,
        new org.neo4j.io.fs.DefaultFileSystemAbstraction());
    int code = AdminTool.execute(context, arguments.toArray(String[]::new));
    if (code != 0) throw new IllegalStateException("neo4j-admin " + arguments + ": exit code " + code);
  }

  private void dump(Path file) throws Exception {
    try (Transaction transaction = database().beginTx();
         var nodes = transaction.getAllNodes();
         var relationships = transaction.getAllRelationships();
         PrintStream out = new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
      for (Node node : nodes) {
        Map<String, Object> line = new TreeMap<>();
        line.put("node", node.getProperty("uid", null));
        line.put("labels", java.util.stream.StreamSupport.stream(node.getLabels().spliterator(), false)
            .map(label -> label.name()).sorted().toList());
        line.put("properties", typed(node.getAllProperties()));
        out.println(Json.of(line));
      }
      for (Relationship edge : relationships) {
        Map<String, Object> line = new TreeMap<>();
        line.put("edge", edge.getProperty("sid", null));
        line.put("type", edge.getType().name());
        line.put("source", edge.getStartNode().getProperty("uid", null));
        line.put("target", edge.getEndNode().getProperty("uid", null));
        line.put("properties", typed(edge.getAllProperties()));
        out.println(Json.of(line));
      }
    }
  }

  private static Map<String, Object> typed(Map<String, Object> properties) {
    Map<String, Object> result = new TreeMap<>();
    properties.forEach((name, value) -> result.put(name, Json.typed(value)));
    return result;
  }

  @Override
  public void close() {
    if (service != null) service.shutdown();
    service = null;
  }
}
