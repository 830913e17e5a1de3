// The words of each enum value, out of its description: Chinese stands in 「」, English before it; where that is a sentence, the value's name read aloud.
exports.plugin = (schema) => {
    const words = {};
    for (const type of Object.values(schema.getTypeMap())) {
        if (type.name.startsWith('__') || typeof type.getValues !== 'function') continue;
        for (const value of type.getValues()) {
            const name = value.name.toLowerCase().replaceAll('_', ' ');
            const said = value.description.split(/[「(:.]/, 1)[0].trim();
            const chinese = /「([^」]+)」/.exec(value.description)[1];
            (words[type.name] ??= {})[value.name] = [chinese, said && said.length <= 32 ? said : name[0].toUpperCase() + name.slice(1)];
        }
    }
    return `export const enumWords = ${JSON.stringify(words, null, 1)} as const;\n`;
};
