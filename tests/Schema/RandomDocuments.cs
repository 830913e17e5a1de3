using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using GraphQL;
using GraphQL.Types;

namespace ELearning.Tests.Schemas;

/// <summary>
/// Queries over any schema, each made from a seed: with aliases, repeated and merged fields, fragments of both kinds, and directives by variables. Most are
/// valid, some are not. Every document takes the variables <see cref="Variables"/>.
/// </summary>
/// <param name="ids">Global ids to ask for, by the name of their type; a field that needs another is left out.</param>
/// <param name="without">Fields that are not asked for, as <c>Type.field</c>.</param>
internal sealed partial class RandomDocuments(ISchema schema, IReadOnlyDictionary<string, string[]>? ids = null, params string[] without)
{
    public static object Variables { get; } = new
    {
        yes = true,
        no = false,
        few = 2,
        many = 3,
        word = "word",
        words = new[] { "word" },
        truth = true,
    };

    private static readonly string[] Declared =
    [
        "$yes: Boolean!",
        "$no: Boolean!",
        "$few: Int",
        "$many: Int!",
        "$word: String",
        "$words: [String!]",
        "$truth: Boolean",
    ];

    public string Make(int seed, int depth = 4)
    {
        var random = new Random(seed);
        var fragments = new StringBuilder();
        var text = Selection(schema.Query!, depth, random, fragments);
        return $"{Header($"{text}{fragments}")}{text}{fragments}";
    }

    /// <summary>Without fragments, directives and repeated fields; some with values of the wrong kind, or variables nobody uses.</summary>
    public string MakePlain(int seed, int depth = 4)
    {
        var random = new Random(seed);
        var text = PlainSelection(schema.Query!, depth, random);
        return $"{Header(text, random.Next(8) == 0 ? Declared[random.Next(Declared.Length)] : null)}{text}";
    }

    /// <summary>The text with a word or sign left out, said twice, or put where another stood.</summary>
    public static string Broken(string text, int seed)
    {
        var random = new Random(seed);
        var words = Word().Matches(text).Select(match => match.Value).ToList();
        var (at, other) = (random.Next(words.Count), random.Next(words.Count));
        switch (random.Next(3))
        {
            case 0:
                words.RemoveAt(at);
                break;
            case 1:
                words.Insert(at, words[at]);
                break;
            default:
                words[at] = words[other];
                break;
        }

        return string.Join(' ', words);
    }

    [GeneratedRegex(@"\$?\w+|\S")]
    private static partial Regex Word();

    /// <summary>Declares what the text uses.</summary>
    private static string Header(string text, string? more = null)
    {
        string[] used = [.. Declared.Where(declared => declared == more || Regex.IsMatch(text, $@"\{declared.Split(':')[0]}\b"))];
        return used.Length == 0 ? "" : $"query Random({string.Join(", ", used)}) ";
    }

    private string PlainSelection(IComplexGraphType type, int depth, Random random)
    {
        var parts = type
            .Fields.Where(field =>
                !without.Contains($"{type.Name}.{field.Name}")
                && field.ResolvedType!.GetNamedType() is ScalarGraphType or IComplexGraphType
                && (depth > 0 || field.ResolvedType!.GetNamedType() is ScalarGraphType)
                && random.Next(4) == 0
            )
            .Select(field =>
                $"{(random.Next(5) == 0 ? $"{field.Name}1: " : "")}{field.Name}{PlainArguments(field, random)}{(field.ResolvedType!.GetNamedType() is IComplexGraphType below ? PlainSelection(below, depth - 1, random) : "")}"
            );
        return $" {{ {string.Join(' ', parts.DefaultIfEmpty("__typename"))} }}";
    }

    private static string PlainArguments(FieldType field, Random random)
    {
        var arguments = (field.Arguments ?? Enumerable.Empty<QueryArgument>())
            .Where(argument => random.Next(10) < (argument.ResolvedType is NonNullGraphType ? 9 : 5))
            .Select(argument => $"{argument.Name}: {PlainValue(argument.ResolvedType!, random)}")
            .ToList();
        return arguments.Count == 0 ? "" : $"({string.Join(", ", arguments)})";
    }

    private static string PlainValue(IGraphType type, Random random)
    {
        var fitting = Declared.Where(declared => declared.TrimEnd('!').EndsWith($" {type.ToString()!.TrimEnd('!')}", StringComparison.Ordinal)).ToList();
        if (fitting.Count > 0 && random.Next(2) == 0)
            return fitting[random.Next(fitting.Count)].Split(':')[0];
        return random.Next(10) switch
        {
            0 => Declared[random.Next(Declared.Length)].Split(':')[0],
            1 => "null",
            2 => "\"text\"",
            3 => "[1]",
            _ => type.GetNamedType() is BooleanGraphType ? "true" : "1",
        };
    }

    private string Selection(IGraphType type, int depth, Random random, StringBuilder fragments)
    {
        var parts = new List<string>();
        if (type is IAbstractGraphType { PossibleTypes: var possible } && random.Next(4) > 0)
            parts.AddRange(possible.Where(_ => random.Next(3) > 0).Select(member => $"... on {member.Name} {Selection(member, depth, random, fragments)}"));
        if (type is IComplexGraphType { Fields: var fields })
        {
            var usable = fields
                .Where(field => !without.Contains($"{type.Name}.{field.Name}") && (depth > 0 || field.ResolvedType!.GetNamedType() is ScalarGraphType))
                .ToList();
            for (var i = random.Next(1, 5); i > 0 && usable.Count > 0; i--)
            {
                if (Field(usable[random.Next(usable.Count)], depth, random, fragments) is { } field)
                    parts.Add(Wrapped(field, type, random, fragments));
            }
        }

        if (parts.Count == 0 || random.Next(6) == 0)
            parts.Add("__typename");
        return $"{{ {string.Join(' ', parts)} }}";
    }

    private string? Field(FieldType field, int depth, Random random, StringBuilder fragments)
    {
        var arguments = new List<string>();
        foreach (var argument in field.Arguments ?? Enumerable.Empty<QueryArgument>())
        {
            var needed = argument.ResolvedType is NonNullGraphType;
            if (!needed && random.Next(3) > 0)
                continue;
            if (Value(argument, random) is { } value)
                arguments.Add($"{argument.Name}: {value}");
            else if (needed)
                return null;
        }

        var asked = arguments.Count == 0 ? field.Name : $"{field.Name}({string.Join(", ", arguments)})";
        // Fields of one name must ask for the same: those with arguments get a name of their own.
        var alias = arguments.Count > 0 || random.Next(5) == 0 ? $"{field.Name}{asked.Sum(letter => letter) % 97}: " : "";
        var below =
            field.ResolvedType!.GetNamedType() is ScalarGraphType ? "" : $" {Selection(field.ResolvedType!.GetNamedType(), depth - 1, random, fragments)}";
        return $"{alias}{asked}{Directive(random)}{below}";
    }

    private string? Value(QueryArgument argument, Random random) =>
        IdFields.NodeTypeOf(argument) is { } node
            ? ids is not null && ids.TryGetValue(node, out var known)
                ? $"\"{known[random.Next(known.Length)]}\""
                : null
            : (argument.Name, argument.ResolvedType!.GetNamedType()) switch
            {
                ("year", _) => "2026",
                ("first" or "last", _) => random.Next(3) == 0 ? "$few" : random.Next(1, 4).ToString(CultureInfo.InvariantCulture),
                (_, BooleanGraphType) => "true",
                _ => null,
            };

    private static string Wrapped(string field, IGraphType type, Random random, StringBuilder fragments)
    {
        switch (random.Next(12))
        {
            case 0:
                return $"... on {type.Name}{Directive(random)} {{ {field} }}";
            case 1:
                return $"...{Directive(random)} {{ {field} }}";
            case 2:
                var name = $"F{fragments.Length}";
                fragments.Append(CultureInfo.InvariantCulture, $" fragment {name} on {type.Name} {{ {field} }}");
                return $"...{name}{Directive(random)}";
            case 3:
                return $"{field} {field}";
            default:
                return field;
        }
    }

    private static string Directive(Random random) =>
        random.Next(24) switch
        {
            0 => " @include(if: $yes)",
            1 => " @include(if: $no)",
            2 => " @skip(if: $yes)",
            3 => " @skip(if: $no)",
            _ => "",
        };
}
