"""The programs of others that read our files in these tests: where they come from and how they are started.

Java ones come from Maven (java/NAME/pom.xml), JavaScript ones from npm (node/package-lock.json), a browser and an
office from Debian. What is fetched is pinned, is fetched once and stays in $MAILUO_CACHE (default: ~/.cache/mailuo). A
test whose program cannot be had here is skipped with a line that says which one."""
import contextlib
import fcntl
import hashlib
import os
import pathlib
import shutil
import subprocess

from interop_support import skip

HERE = pathlib.Path(__file__).resolve().parent
CACHE = pathlib.Path(os.environ.get("MAILUO_CACHE") or pathlib.Path.home() / ".cache/mailuo")
DEPENDENCY_PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1"


def command(name, package):
    """The program's path; the test is skipped where it is not installed."""
    return shutil.which(name) or skip(f"{name} is not installed (Debian's {package})")


def digest(paths):
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:12]


@contextlib.contextmanager
def fetched_once(folder):
    """Holds a lock. The body fills the folder that it gets; None where the folder is ready."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with open(CACHE / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (folder / "ready").exists():
            yield None
            return
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        yield folder
        (folder / "ready").touch()


def run_or_skip(words, what, **options):
    run = subprocess.run(words, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options)
    if run.returncode != 0:
        skip(f"{what} cannot be fetched here: {' '.join(run.stdout.split())[:300]}")


def java_folder(name):
    """A folder with the file `classpath` and the classes of java/NAME."""
    source = HERE / "java" / name
    sources = [HERE / "java/Json.java", *sorted(source.glob("*.java"))]
    folder = CACHE / f"java-{name}-{digest([source / 'pom.xml', *sources])}"
    compiler = command("javac", "openjdk-17-jdk-headless")
    maven = command("mvn", "maven")
    with fetched_once(folder) as fresh:
        if fresh:
            run_or_skip([maven, "--batch-mode", "--quiet", "--strict-checksums",
                         f"-Dmaven.repo.local={CACHE / 'maven'}", f"-Dmdep.outputFile={fresh / 'classpath'}",
                         f"{DEPENDENCY_PLUGIN}:build-classpath"],
                        f"java/{name}/pom.xml", cwd=source)
            subprocess.run([compiler, "-nowarn", "-proc:none", "-cp", (fresh / "classpath").read_text(), "-d", fresh,
                            *sources], check=True)
    return folder


def java(name, main, *arguments, options=(), under=()):
    """Runs the class MAIN of java/NAME, UNDER the words of another command."""
    folder = java_folder(name)
    classpath = f"{folder}:{(folder / 'classpath').read_text()}"
    words = [*under, "java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx2g", *options, "-cp", classpath, main]
    run = subprocess.run([*words, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                         encoding="utf-8")
    if run.returncode != 0:
        raise RuntimeError(f"{main} {' '.join(map(str, arguments))[:200]}: exit code {run.returncode}\n"
                           f"{run.stdout[-2000:]}\n{run.stderr[-4000:]}")
    return run.stdout


def node_modules():
    """A folder with the packages of node/package-lock.json."""
    source = HERE / "node"
    pinned = [source / "package.json", source / "package-lock.json"]
    folder = CACHE / f"node-{digest(pinned)}"
    npm = command("npm", "nodejs and npm")
    with fetched_once(folder) as fresh:
        if fresh:
            for path in pinned:
                shutil.copy(path, fresh)
            run_or_skip([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], "node/package-lock.json", cwd=fresh)
    return folder / "node_modules"


def node(script, *arguments):
    """Runs a script of the folder node."""
    environment = os.environ | {"NODE_PATH": str(node_modules())}
    run = subprocess.run([command("node", "nodejs"), HERE / "node" / script, *arguments], env=environment, text=True,
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
    if run.returncode != 0:
        raise RuntimeError(f"{script}: exit code {run.returncode}\n{run.stdout[-2000:]}\n{run.stderr[-4000:]}")
    return run.stdout
