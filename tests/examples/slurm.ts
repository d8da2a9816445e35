// A Slurm of one machine, with its munge, in a folder of its own: nothing of the system's is touched.
import { setTimeout as pause } from "node:timers/promises";

/** A running Slurm; disposing of it stops its daemons and whatever they started. */
export interface Slurm extends AsyncDisposable {
  /** The environment of its commands. */
  env: Record<string, string>;
  /** Runs one of its commands. */
  run(command: string, ...args: string[]): Promise<string>;
}

/** Whether this user can start a Slurm. */
export async function canStartSlurm(): Promise<boolean> {
  if (Deno.build.os !== "linux" || Deno.uid() !== 0) return false;
  const programs = ["munged", "slurmctld", "slurmd", "sbatch", "scontrol", "timeout"];
  const found = await Promise.all(
    programs.map((name) =>
      new Deno.Command("sh", { args: ["-c", `command -v ${name}`], stdout: "null" }).output()
    ),
  );
  return found.every(({ success }) => success);
}

/** No daemon lives longer than this, in seconds, even if the tests are killed. */
const LONGEST = 120;

/**
 * Starts a Slurm.
 *
 * @param folder An empty folder.
 * @returns It, ready for jobs.
 */
export async function startSlurm(folder: string): Promise<Slurm> {
  const host = Deno.hostname(), conf = `${folder}/slurm.conf`;
  await Deno.mkdir(`${folder}/spool`);
  await Deno.mkdir(`${folder}/state`);
  await Deno.writeFile(`${folder}/key`, crypto.getRandomValues(new Uint8Array(1024)), {
    mode: 0o400,
  });
  await Deno.writeTextFile(conf, confOf(folder, host));
  const daemons: Deno.ChildProcess[] = [];
  const start = (command: string, ...args: string[]): void => {
    const words = ["--kill-after=2", String(LONGEST), command, ...args];
    daemons.push(
      new Deno.Command("timeout", { args: words, stdout: "null", stderr: "null" }).spawn(),
    );
  };
  const env = { SLURM_CONF: conf };
  const run = async (command: string, ...args: string[]): Promise<string> => {
    const { stdout, stderr, success } = await new Deno.Command(command, { args, env }).output();
    if (success) return new TextDecoder().decode(stdout);
    throw new Error(`${command} ${args.join(" ")}: ${new TextDecoder().decode(stderr)}`);
  };
  const stop = async (): Promise<void> => {
    await run("scancel", "--full", "--signal=KILL", "--state=RUNNING").catch(() => {});
    for (const daemon of daemons.toReversed()) {
      daemon.kill("SIGTERM");
      await daemon.status;
    }
  };
  try {
    const files = ["socket", "pid", "log", "seed"].map((name) =>
      `--${name}${name === "socket" ? "" : "-file"}=${folder}/munge.${name}`
    );
    start("munged", "--foreground", "--force", `--key-file=${folder}/key`, ...files);
    await until(() => isThere(`${folder}/munge.socket`), "munged has started");
    start("slurmctld", "-D", "-f", conf);
    start("slurmd", "-D", "-f", conf, "-N", host);
    const isIdle = () =>
      run("sinfo", "-h", "-o", "%T").then((text) => /^idle/.test(text), () => false);
    await until(isIdle, "the node is idle");
  } catch (error) {
    await stop();
    throw error;
  }
  return { env, run, [Symbol.asyncDispose]: stop };
}

/** Waits for a condition; 30 seconds at most. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
): Promise<void> {
  for (const end = performance.now() + 30_000; !await condition(); await pause(20)) {
    if (performance.now() > end) throw new Error(`Waited in vain until ${what}`);
  }
}

/** Whether a file is there. */
export async function isThere(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

/** Its configuration: eight processors in name, so that the example's jobs fit into any machine. */
function confOf(folder: string, host: string): string {
  const [controller, node] = [freePort(), freePort()];
  return `ClusterName=triptych
SlurmctldHost=${host}(127.0.0.1)
SlurmctldPort=${controller}
SlurmdPort=${node}
AuthInfo=socket=${folder}/munge.socket,cred_expire=5
MpiDefault=none
ProctrackType=proctrack/pgid
TaskPlugin=task/none
ReturnToService=2
SlurmUser=root
SlurmctldPidFile=${folder}/ctld.pid
SlurmdPidFile=${folder}/d.pid
SlurmdSpoolDir=${folder}/spool
StateSaveLocation=${folder}/state
SlurmctldLogFile=${folder}/ctld.log
SlurmdLogFile=${folder}/d.log
SlurmdParameters=config_overrides
SchedulerType=sched/backfill
SchedulerParameters=sched_interval=1,bf_interval=1
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
AccountingStorageType=accounting_storage/none
NodeName=${host} NodeAddr=127.0.0.1 CPUs=8 RealMemory=65536 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
`;
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return (listener.addr as Deno.NetAddr).port;
}
