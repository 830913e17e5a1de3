using GraphQL.Types;

namespace ELearning.Tests.Schemas;

/// <summary>
/// Everything a schema names, each with where it is: <c>Courseware</c>, <c>Courseware.title</c>, <c>Query.courseware.first</c>, <c>CoursewareKind.VIDEO</c>.
/// </summary>
internal static class SchemaMembers
{
    public static IEnumerable<(string Name, IProvideDescription Member)> Of(ISchema schema)
    {
        schema.Initialize();
        foreach (var type in schema.AllTypes.Where(type => !type.Name.StartsWith("__", StringComparison.Ordinal)))
        {
            yield return (type.Name, type);
            foreach (var field in (IEnumerable<FieldType>?)(type as IComplexGraphType)?.Fields ?? [])
            {
                yield return ($"{type.Name}.{field.Name}", field);
                foreach (var argument in (IEnumerable<QueryArgument>?)field.Arguments ?? [])
                {
                    yield return ($"{type.Name}.{field.Name}.{argument.Name}", argument);
                }
            }

            foreach (var value in (IEnumerable<EnumValueDefinition>?)(type as EnumerationGraphType)?.Values ?? [])
            {
                yield return ($"{type.Name}.{value.Name}", value);
            }
        }
    }
}
