using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>$addFields and $set: computed fields over the document; a dotted path goes into every document of an array on the way.</summary>
internal static class AddFieldsStage
{
    public static Stage Parse(string name, BsonValue argument)
    {
        if (argument is not BsonDocument spec)
            throw MongoError.Location(40272, $"{name} specification stage must be an object, got {TypeNames.Of(argument)}");
        if (spec.ElementCount == 0)
            throw MongoError.Location(40177, $"Invalid {name} :: caused by :: specification must have at least one field");
        var tree = new Node();
        Read(tree, spec, 0);
        return rows => rows.Select(row => new Row((BsonDocument)tree.Apply(row.Document, row.Scope)));
    }

    private static void Read(Node node, BsonDocument spec, int depth)
    {
        BsonView.CheckDepth(depth);
        foreach (var element in spec)
        {
            var parts = Expressions.Parts(element.Name);
            var target = node;
            foreach (var part in parts)
                target = target.Child(part, element.Name);
            if (target.Children.Count > 0 || target.Value is not null)
                throw Collision(element.Name);
            // {a: {b: …}} is {"a.b": …}; an object of operators is an expression.
            if (element.Value is BsonDocument { ElementCount: > 0 } inner && !inner.GetElement(0).Name.StartsWith('$'))
                Read(target, inner, depth + 1);
            else
                target.Value = Expressions.Parse(element.Value);
        }
    }

    private static MongoError Collision(string path) =>
        MongoError.Location(40176, $"specification contains two conflicting paths. Cannot specify '{path}' twice or beside a path in it");

    private sealed class Node
    {
        public List<(string Name, Node Node)> Children { get; } = [];

        public Expression? Value { get; set; }

        public Node Child(string name, string path)
        {
            if (Value is not null)
                throw Collision(path);
            if (Children.Find(child => child.Name == name).Node is { } existing)
                return existing;
            var node = new Node();
            Children.Add((name, node));
            return node;
        }

        public BsonValue Apply(BsonValue? value, Scope scope)
        {
            if (value is BsonArray array)
                return new BsonArray(array.Select(element => Apply(element, scope)));
            var result = new BsonDocument(allowDuplicateNames: true);
            if (value is BsonDocument document)
                result.AddRange(document);
            foreach (var (name, node) in Children)
            {
                var computed = node.Value is { } expression ? expression(scope) : node.Apply(result.GetValue(name, null), scope);
                if (computed is null)
                    result.Remove(name);
                else
                    result.Set(name, computed);
            }
            return result;
        }
    }
}
