import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { SETTING_NAMES } from '../apps/server/src/platform/config/index.ts';
import { at } from './lib/paths.mjs';

/** No container engine is here to build with: what can be read is read. */
const read = (path: string) => readFileSync(at(path), 'utf8');
const groups = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1] ?? '');
const { version } = JSON.parse(read('package.json')) as { version: string };
/** Read by others than the server: Compose itself, Caddy, PostgreSQL, Node. */
const OTHERS = ['SITE_ADDRESS', 'UPSTREAMS', 'POSTGRES_USER', 'POSTGRES_DB', 'POSTGRES_PASSWORD'];
const unknownKeys = (names: string[]) =>
  names.filter((name) => !SETTING_NAMES.includes(name) && !OTHERS.includes(name));

/** Files that a command line of ours names, such as apps/server/src/main.ts. */
const scriptsIn = (text: string) => groups(text, /\b((?:apps|scripts)\/[\w./-]+\.(?:ts|mjs))\b/g);

describe('Dockerfile', () => {
  const text = read('Dockerfile');
  const stages = text.split(/^FROM /m).slice(1);
  const last = stages.at(-1) ?? '';

  it('builds on the official image of the pinned major of Node in every stage', () => {
    const major = read('.node-version').split('.')[0];
    for (const stage of stages) expect(stage).toMatch(new RegExp(`^node:${major}-[a-z]+-slim\\b`));
  });

  it('runs as another user than root, without development packages and without the Node of npm', () => {
    expect(last.indexOf('USER node')).toBeGreaterThan(-1);
    expect(last.indexOf('USER node')).toBeLessThan(last.indexOf('ENTRYPOINT'));
    expect(last).not.toMatch(/^RUN .*(apt|npm|curl|wget)/m);
    expect(text).toContain('npm ci --omit=dev --omit=optional');
  });

  it('holds no secret, fetches nothing by address, and leaves signals to Node', () => {
    expect(text).not.toMatch(/^ADD /m);
    expect(text).not.toMatch(/^(ENV|ARG) .*(TOKEN|SECRET|PASSWORD|ENCRYPTION_KEY|DATABASE_URL)/m);
    expect(last).toMatch(/^ENTRYPOINT \["node", "apps\/server\/src\/main\.ts"\]$/m);
    expect(last).toMatch(/^STOPSIGNAL SIGTERM$/m);
    expect(last).toMatch(/^HEALTHCHECK .*"scripts\/healthcheck\.mjs"/m);
  });

  it('copies and runs what exists, sets what the server reads', () => {
    const copied = groups(text, /^COPY (?!--from)(.+)$/gm).flatMap((line) => line.split(' ').slice(0, -1));
    for (const path of [...copied, ...scriptsIn(text)]) expect(existsSync(at(path)), path).toBe(true);
    const workspaces = ['packages', 'apps'].flatMap((folder) =>
      readdirSync(at(folder)).map((name) => `${folder}/${name}`),
    );
    for (const folder of workspaces) expect(copied, folder).toContain(`${folder}/package.json`);
    expect(unknownKeys(groups(text, /\b([A-Z_]{3,})=\S/g))).toEqual([]);
  });

  it('never takes along what must not be in an image', () => {
    const ignored = read('.dockerignore').split('\n');
    for (const name of ['.env', '.git', '**/node_modules', '**/data']) expect(ignored).toContain(name);
  });
});

describe('compose.yaml', () => {
  const text = read('deploy/compose.yaml');
  const services = new Map(
    (text.split(/^services:\n/m)[1]?.split(/^volumes:/m)[0] ?? '')
      .split(/^ {2}(?=[\w-]+:\n)/m)
      .filter((part) => /^[\w-]+:\n/.test(part))
      .map((part) => [part.split(':')[0] ?? '', part]),
  );

  it('runs what a small school needs', () => {
    expect([...services.keys()]).toEqual([
      'caddy',
      'api-1',
      'api-2',
      'worker',
      'backup',
      'postgres',
      'redis',
    ]);
  });

  it('every process of the product is confined and finishes its work before it is killed', () => {
    const product = text.split(/^x-product:/m)[1]?.split(/^\S/m)[0] ?? '';
    for (const line of [
      'read_only: true',
      'cap_drop: [ALL]',
      'no-new-privileges:true',
      'stop_grace_period: 60s',
    ])
      expect(product).toContain(line);
    for (const name of ['api-1', 'api-2', 'worker', 'backup'])
      expect(services.get(name)).toContain('<<: *product');
  });

  it('each process keeps a spool of its own that outlives it', () => {
    const volumes = ['api-1', 'api-2', 'worker'].map(
      (name) => groups(services.get(name) ?? '', /'([\w-]+):\/data'/g)[0],
    );
    expect(new Set(volumes).size).toBe(3);
    for (const volume of volumes) expect(text).toMatch(new RegExp(`^ {2}${volume}:$`, 'm'));
  });

  it('names no unknown setting, no unpinned image, no secret, and opens only the proxy', () => {
    const settings = text.split(/^x-settings:/m)[1]?.split(/^\S/m)[0] ?? '';
    const keys = [...groups(settings, /^ {2}([A-Z_]+):/gm), ...groups(text, /[{,] ([A-Z_]{3,}):/g)];
    expect(keys.length).toBeGreaterThan(8);
    expect(unknownKeys(keys)).toEqual([]);
    const images = groups(text, /^ {4}image: (\S+)$/gm);
    for (const image of images) expect(image).toMatch(/:\d/);
    expect(groups(text, /^ {4}(ports): /gm)).toHaveLength(1);
    expect(text).not.toMatch(/(PASSWORD|TOKEN|SECRET|KEY): (?!'?\$\{)\S/);
    for (const script of scriptsIn(text)) expect(existsSync(at(script)), script).toBe(true);
  });
});

describe('Caddyfile', () => {
  it('asks the processes of Compose what they answer while they leave, and repeats nothing that may have arrived', () => {
    const text = read('deploy/Caddyfile');
    expect(text).toContain('{$UPSTREAMS:api-1:3000 api-2:3000}');
    expect(text).toMatch(/^\s*health_uri \/healthz$/m);
    expect(text).not.toContain('lb_retry_match');
    const interval = Number(/health_interval (\d+)s/.exec(text)?.[1]);
    const drain = Number(/DRAIN_SECONDS: '(\d+)'/.exec(read('deploy/compose.yaml'))?.[1]);
    // One look may just have been, and one may time out.
    expect(drain).toBeGreaterThan(interval * 2);
  });
});

const units = readdirSync(at('deploy/systemd'));

describe.each(units)('%s', (name) => {
  const text = read(`deploy/systemd/${name}`);

  it('names what exists and known settings', () => {
    for (const script of scriptsIn(text)) expect(existsSync(at(script)), script).toBe(true);
    const keys = groups(text, /^Environment=(.+)$/gm).flatMap((line) => groups(line, /(?:^| )([A-Z_]+)=/g));
    expect(unknownKeys(keys)).toEqual([]);
  });
});

describe.each(units.filter((name) => name.endsWith('.service')))('%s', (name) => {
  it('runs the pinned Node, as nobody in particular, with nothing to write but its own folder', () => {
    const text = read(`deploy/systemd/${name}`);
    expect(text).toContain('/node_modules/.bin/node ');
    for (const line of ['User=traffic', 'NoNewPrivileges=true', 'ProtectSystem=strict'])
      expect(text.split('\n')).toContain(line);
  });
});

describe('ecosystem.config.cjs', () => {
  type App = {
    name: string;
    script: string;
    args?: string;
    env: Record<string, string>;
    kill_timeout: number;
  };
  const { apps } = createRequire(import.meta.url)(at('deploy/ecosystem.config.cjs')) as { apps: App[] };

  it('runs two api processes on ports of their own and a worker, with known settings', () => {
    expect(apps.map(({ args }) => args)).toEqual(['--role=api', '--role=api', '--role=worker']);
    expect(new Set(apps.map(({ env }) => env['PORT'])).size).toBe(3);
    for (const { script, env, kill_timeout } of apps) {
      expect(existsSync(at(script))).toBe(true);
      expect(unknownKeys(Object.keys(env))).toEqual([]);
      expect(kill_timeout).toBeGreaterThan(Number(env['DRAIN_SECONDS'] ?? 0) * 1000);
    }
  });
});

it('the image, the packages and the API say one version', () => {
  expect(read('apps/server/src/platform/http/reference.ts')).toContain(`version: '${version}'`);
});
