using System.Reflection;
using System.Xml.Linq;
using ELearning.Content;
using ELearning.Embedded;
using Microsoft.Extensions.Hosting;

namespace ELearning.Tests.Architecture;

/// <summary>The layer table of the house, held by reflection where the compiler does not hold it.</summary>
public sealed class LayerTests
{
    private static readonly Assembly Content = typeof(ContentModule).Assembly;
    private static readonly Assembly Api = Assembly.Load("ELearning.Api");
    private static readonly Assembly Embedded = typeof(EmbeddedMongo).Assembly;
    private static readonly Assembly Server = typeof(GraphQLServer).Assembly;
    private static readonly Assembly Kernel = typeof(ExpectedError).Assembly;

    [Fact]
    public void Content_knows_neither_http_nor_graphql_nor_the_layers_above() =>
        Assert.DoesNotContain(References(Content), name => Any(name, "Microsoft.AspNetCore", "GraphQL", "ELearning") && name != "ELearning.Kernel");

    [Fact]
    public void Api_speaks_to_no_driver_and_no_cloud_storage() => Assert.DoesNotContain(References(Api), name => Any(name, "MongoDB", "Azure", "SQLitePCLRaw"));

    [Fact]
    public void The_graphql_server_knows_neither_content_nor_the_api() =>
        Assert.DoesNotContain(References(Server), name => Any(name, "ELearning", "MongoDB", "Azure") && name != "ELearning.Kernel");

    [Fact]
    public void The_kernel_knows_nothing_of_ours_and_no_technology() =>
        Assert.DoesNotContain(References(Kernel), name => Any(name, "ELearning", "Microsoft.AspNetCore", "GraphQL", "MongoDB", "Azure"));

    [Fact]
    public void The_embedded_database_knows_nothing_of_the_product_nor_the_driver() =>
        Assert.DoesNotContain(References(Embedded), name => Any(name, "ELearning", "MongoDB.Driver", "GraphQL", "Microsoft.AspNetCore"));

    [Fact]
    public void No_public_signature_of_content_names_a_database_or_cloud_type() =>
        Assert.Empty(
            from type in Content.GetExportedTypes()
            from used in Signatures(type)
            where Any(used.Assembly.GetName().Name!, "MongoDB", "Azure", "MetadataExtractor", "FFMpegCore", "UglyToad", "CsvHelper", "SpreadCheetah")
            select $"{type.Name}: {used.FullName}"
        );

    [Fact]
    public void Stores_are_internal_and_only_stores_hold_collections()
    {
        var stores = Content.GetTypes().Where(type => type is { IsClass: true } && typeof(IStore).IsAssignableFrom(type)).ToList();

        Assert.NotEmpty(stores);
        Assert.All(stores, store => Assert.False(store.IsVisible, store.Name));
        Assert.DoesNotContain(Content.GetTypes(), type => type.Name.EndsWith("Store", StringComparison.Ordinal) && type.IsVisible);
        Assert.Empty(
            from type in Content.GetTypes()
            where !type.IsNested && !typeof(IStore).IsAssignableFrom(type) && type != typeof(ContentDatabase)
            from field in type.GetFields(Everything)
            where field.FieldType.Namespace?.StartsWith("MongoDB.Driver", StringComparison.Ordinal) == true
            select $"{type.Name}.{field.Name}"
        );
    }

    /// <summary>But the stamp, which says of a write alone that it was: so no writer of what is copied can forget it.</summary>
    [Fact]
    public void Stores_know_no_other_store_and_no_public_noun() =>
        Assert.Empty(
            from store in Content.GetTypes()
            where typeof(IStore).IsAssignableFrom(store) && store.IsClass
            from needed in store.GetConstructors(Everything).SelectMany(constructor => constructor.GetParameters())
            where
                typeof(IStore).IsAssignableFrom(needed.ParameterType)
                || (needed.ParameterType.Assembly == Content && needed.ParameterType.IsVisible && needed.ParameterType != typeof(CatalogueStamp))
            select $"{store.Name} needs {needed.ParameterType.Name}"
        );

    [Fact]
    public void Pure_code_takes_no_clock_no_store_and_no_file()
    {
        var pure = Content
            .GetTypes()
            .Where(type =>
                !type.IsNested
                && (
                    type == typeof(PolicyEvaluator)
                    || type == typeof(LedgerChain)
                    || (type is { IsAbstract: true, IsSealed: true } && (Ends(type, "Clock") || Ends(type, "Rules") || Ends(type, "Checks")))
                )
            )
            .ToList();

        Assert.Contains(typeof(PolicyEvaluator), pure);
        Assert.Contains(pure, type => type.Name == "StudyClock");
        // What is registered is for services; pure code is handed values.
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.AddContent();
        var injected = builder.Services.Select(service => service.ServiceType).Where(type => type.Assembly == Content).ToHashSet();
        Assert.Contains(typeof(Proctor), injected);
        Assert.Empty(from type in pure from used in Signatures(type) where injected.Contains(used) select $"{type.Name} is handed {used.Name}");
        Assert.Empty(
            from type in pure
            from used in Signatures(type)
            where
                used == typeof(TimeProvider)
                || typeof(Stream).IsAssignableFrom(used)
                || typeof(Task).IsAssignableFrom(used)
                || typeof(IStore).IsAssignableFrom(used)
                || used == typeof(ContentDatabase)
                || used.Name.StartsWith("IOptions", StringComparison.Ordinal)
                || used.Namespace?.StartsWith("MongoDB", StringComparison.Ordinal) == true
            select $"{type.Name}: {used.Name}"
        );
        static bool Ends(Type type, string word) => type.Name.EndsWith(word, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_project_has_one_namespace() =>
        Assert.All(
            new[]
            {
                (Content, "ELearning.Content"),
                (Api, "ELearning.Api"),
                (Embedded, "ELearning.Embedded"),
                (Server, "ELearning.GraphQL"),
                (Kernel, "ELearning"),
            },
            project =>
                Assert.Empty(
                    project
                        .Item1.GetTypes()
                        .Where(type => type.Namespace is { } name && name.StartsWith("ELearning", StringComparison.Ordinal) && name != project.Item2)
                        .Select(type => type.FullName)
                )
        );

    /// <summary>What is tested by itself must not lean on the product unseen.</summary>
    [Theory]
    [InlineData("tests/Embedded/ELearning.Embedded.Tests.csproj", "ELearning.Embedded")]
    [InlineData("tests/GraphQL/ELearning.GraphQL.Tests.csproj", "ELearning.GraphQL ELearning.Kernel")]
    [InlineData("tests/ELearning.Tests.csproj", "ELearning.Api ELearning.Content ELearning.Embedded ELearning.GraphQL ELearning.Kernel")]
    [InlineData(
        "tests/Process/ELearning.Process.Tests.csproj",
        "ELearning.Api ELearning.Content ELearning.Embedded ELearning.GraphQL ELearning.Kernel ELearning.SampleClient ELearning.Tests"
    )]
    [InlineData(
        "tests/Web/ELearning.Web.Tests.csproj",
        "ELearning.Api ELearning.Content ELearning.Embedded ELearning.GraphQL ELearning.Kernel ELearning.Tests"
    )]
    public void A_project_of_tests_references_what_it_tests_and_no_more(string project, string references) =>
        Assert.Equal(
            references,
            string.Join(
                ' ',
                XDocument
                    .Parse(RepositoryFile.Read(project))
                    .Descendants("ProjectReference")
                    .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value))
                    .Order(StringComparer.Ordinal)
            )
        );

    [Fact]
    public void Nothing_is_called_manager_helper_processor_or_service() =>
        Assert.Empty(
            new[] { Content, Api, Embedded, Server, Kernel }
                .SelectMany(assembly => assembly.GetTypes())
                .Where(type => type.Namespace?.StartsWith("ELearning", StringComparison.Ordinal) == true && !type.Name.Contains('<', StringComparison.Ordinal))
                .Where(type => new[] { "Manager", "Helper", "Processor", "Service" }.Any(word => type.Name.EndsWith(word, StringComparison.Ordinal)))
                .Select(type => type.FullName)
        );

    private const BindingFlags Everything =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static IEnumerable<string> References(Assembly assembly) =>
        assembly
            .GetReferencedAssemblies()
            .Select(reference => reference.Name!)
            .Where(name => name != assembly.GetName().Name && !(assembly == Api && name.StartsWith("ELearning", StringComparison.Ordinal)));

    private static bool Any(string name, params ReadOnlySpan<string> beginnings)
    {
        foreach (var beginning in beginnings)
        {
            if (name.StartsWith(beginning, StringComparison.Ordinal))
                return true;
        }
        return false;
    }

    /// <summary>Every type named by what callers can see of this one, generic arguments included.</summary>
    private static IEnumerable<Type> Signatures(Type type)
    {
        const BindingFlags seen = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly;
        var named = type.GetInterfaces()
            .Append(type.BaseType)
            .Concat(type.GetConstructors(seen).SelectMany(constructor => constructor.GetParameters()).Select(parameter => parameter.ParameterType))
            .Concat(type.GetMethods(seen).SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType)))
            .Concat(type.GetProperties(seen).Select(property => property.PropertyType))
            .Concat(type.GetFields(seen).Select(field => field.FieldType));
        return named.OfType<Type>().SelectMany(Parts).Distinct();
    }

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition())
        : [type];
}
