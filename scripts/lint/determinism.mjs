/**
 * An oxlint plugin with one rule: time and chance come in through the environment, so that a test
 * can move the clock and a seed gives the same world twice. Only src/core may read the real ones.
 * (oxlint's own no-restricted-* rules cannot tell `new Date()` from `new Date(milliseconds)`.)
 */
const clock = "use the environment's clock (src/core/clock.ts)";
const chance = "use the environment's random stream (src/core/chance.ts)";

const bannedMembers = { Date: { now: clock }, Math: { random: chance } };
const bannedCrypto = ['randomUUID', 'randomBytes', 'randomInt', 'getRandomValues'];
const cryptoModules = ['crypto', 'node:crypto'];

const nameOf = (node) => node?.name ?? node?.value;

function create(context) {
  const report = (node, what, instead) =>
    context.report({ node, message: `${what} makes a run unrepeatable: ${instead}.` });
  return {
    MemberExpression(node) {
      const property = nameOf(node.property);
      const owner = node.object.type === 'Identifier' ? node.object.name : undefined;
      const members = Object.hasOwn(bannedMembers, owner ?? '') ? bannedMembers[owner] : {};
      if (Object.hasOwn(members, property)) report(node, `${owner}.${property}`, members[property]);
      if (bannedCrypto.includes(property)) report(node, property, chance);
    },
    NewExpression(node) {
      if (nameOf(node.callee) === 'Date' && node.arguments.length === 0) {
        report(node, 'new Date() without arguments', clock);
      }
    },
    ImportDeclaration(node) {
      if (!cryptoModules.includes(node.source.value)) return;
      for (const specifier of node.specifiers) {
        const name = nameOf(specifier.imported);
        if (bannedCrypto.includes(name)) report(specifier, name, chance);
      }
    },
  };
}

export default {
  meta: { name: 'emulator' },
  rules: { 'no-ambient-time-or-chance': { create } },
};
