using System.Security.Cryptography;

namespace ELearning.Content;

/// <summary>
/// Makes drafts of a folder of files with a manifest, through the same desk and library as editors do, as the actor <c>import</c>. Planning changes nothing;
/// performing may be killed and repeated, and then finds what it made before by the manifest's keys and the files' content. Nothing is published: people sign
/// off.
/// </summary>
public sealed class CoursewareImport
{
    private readonly EditorialDesk _desk;
    private readonly MediaLibrary _media;
    private readonly OrganisationTree _organisations;
    private readonly TeacherPool _teachers;
    private readonly AuditLog _audit;

    internal CoursewareImport(EditorialDesk desk, MediaLibrary media, OrganisationTree organisations, TeacherPool teachers, AuditLog audit) =>
        (_desk, _media, _organisations, _teachers, _audit) = (desk, media, organisations, teachers, audit);

    /// <summary>The actor whom the history of imported drafts names.</summary>
    public static Actor Actor { get; } = new("import", null);

    /// <summary>Reads the manifest and every file it names, and finds every fault that performing would.</summary>
    /// <param name="organisation">Code of the organisation that will keep the courseware; null: the one at the top of the tree, where there is only
    /// one.</param>
    /// <exception cref="ImportError">There is nothing to read, or nobody to keep it.</exception>
    public async Task<ImportPlan> PlanAsync(string directory, string? organisation, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        var root = Path.GetFullPath(directory);
        var (name, table) = ManifestFile.Read(root);
        var keeper = await KeeperAsync(organisation, cancellationToken);
        var manifest = ManifestRules.Read(table);
        var faults = manifest.Faults.ToList();
        var files = await FilesAsync(root, keeper.Id, manifest, faults, progress, cancellationToken);
        var known = await TeachersAsync(manifest, faults, cancellationToken);
        var assets = files.Values.DistinctBy(file => file.AssetId).ToDictionary(file => file.AssetId, file => AssetOf(file, keeper.Id));
        var planned = new List<PlannedCourseware>();
        var drafts = await _desk.FindAsync([.. manifest.Courseware.Select(entry => IdOf(keeper.Id, entry.Key))], cancellationToken);
        foreach (var entry in manifest.Courseware)
        {
            var changes = Changes(entry, files, known);
            var content = changes.ApplyTo(CoursewareContent.Empty(IdOf(keeper.Id, entry.Key), entry.Kind ?? default, entry.Origin ?? default, keeper.Id));
            faults.AddRange(ManifestChecks.Of(entry, content, keeper.Lineage, assets));
            var there = drafts.GetValueOrDefault(content.Id);
            planned.Add(
                new(
                    entry.Row,
                    entry.Key,
                    KeyOf(keeper.Id, entry.Key),
                    changes,
                    [.. entry.Files.Select(file => files.GetValueOrDefault(file.Path)).OfType<PlannedFile>().Distinct()],
                    there,
                    there is not null && there.Content.Fingerprint != content.Fingerprint
                )
            );
        }
        return new(
            root,
            name,
            keeper,
            planned,
            [.. files.Values],
            [.. faults.OrderBy(fault => fault.Row).Select(fault => fault with { Column = manifest.Headers.GetValueOrDefault(fault.Column, fault.Column) })]
        );
    }

    /// <summary>
    /// Stores the files and makes the drafts of a plan without faults, courseware by courseware; what fails for one is told and leaves the others alone.
    /// </summary>
    /// <param name="submit">Hand the drafts that nobody touched yet to the reviewers.</param>
    public async Task<IReadOnlyList<ImportedCourseware>> PerformAsync(
        ImportPlan plan,
        bool submit,
        IProgress<ImportProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        if (plan.Faults.Count > 0)
            throw new ArgumentException("A plan with faults is not performed.", nameof(plan));
        var (scope, correlation) = (await _organisations.NowAsync(Scope.Within(plan.Keeper.Id), cancellationToken), _audit.Correlation);
        var stored = plan.Files.Where(file => file.IsStored).Select(file => file.AssetId).ToHashSet();
        var imported = new List<ImportedCourseware>(plan.Courseware.Count);
        foreach (var planned in plan.Courseware)
        {
            try
            {
                var draft = planned.There ?? await MakeAsync(planned);
                if (submit && IsUntouched(draft))
                    draft = await RecordAsync(
                        "import.submit",
                        draft.Id,
                        () => _desk.SubmitAsync(draft.Id, draft.Version, null, scope, Actor, cancellationToken)
                    );
                imported.Add(new(planned, draft, null));
            }
            catch (ContentError error)
            {
                imported.Add(new(planned, null, error));
            }
        }
        return imported;

        async Task<CoursewareDraft> MakeAsync(PlannedCourseware planned)
        {
            foreach (var file in planned.Files.Where(file => !stored.Contains(file.AssetId)))
            {
                await using var bytes = OpenFile(plan.Directory, file.Path);
                await using var watched = new WatchedStream(bytes, read => progress?.Report(new(file.Path, read, bytes.Length)));
                // With the length and hash that were planned: a file that changed meanwhile is refused.
                await _media.StoreAsync(
                    watched,
                    ClaimOf(file.Path) with
                    {
                        ByteLength = file.Media.ByteLength,
                        Hash = file.Media.Hash,
                    },
                    plan.Keeper.Id,
                    cancellationToken
                );
                stored.Add(file.AssetId);
            }
            return await RecordAsync(
                "import.create",
                IdOf(plan.Keeper.Id, planned.Key),
                () => _desk.CreateAsync(new(plan.Keeper.Id, planned.Content, planned.IdempotencyKey), scope, Actor, cancellationToken)
            );
        }

        Task<CoursewareDraft> RecordAsync(string act, string draftId, Func<Task<CoursewareDraft>> work) =>
            _audit.RecordAsync(
                new()
                {
                    Subject = Actor.Subject,
                    Kind = AuditKind.Mutation,
                    Operation = act,
                    Target = new("CoursewareDraft", draftId),
                    Lineage = plan.Keeper.Lineage,
                    Result = AuditLog.Attempted,
                    Correlation = correlation,
                },
                work,
                cancellationToken
            );
    }

    private async Task<Organisation> KeeperAsync(string? code, CancellationToken cancellationToken)
    {
        if (code is not null)
            return (await _organisations.FindAsync([code], cancellationToken)).GetValueOrDefault(code)
                ?? throw new ImportError(ManifestFault.OrganisationUnknown, code);
        var tops = await _organisations.ListAsync(Scope.All, new FieldFilter("parentId", FilterOperator.Eq, null), [], new(2), cancellationToken);
        return tops.Nodes.ToList() is [var top] ? top : throw new ImportError(ManifestFault.OrganisationUnsaid);
    }

    /// <summary>Each file read and checked once, by its path; without those at fault.</summary>
    private async Task<Dictionary<string, PlannedFile>> FilesAsync(
        string root,
        string organisationId,
        Manifest manifest,
        List<ImportFault> faults,
        IProgress<ImportProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        var files = new Dictionary<string, PlannedFile>();
        foreach (var uses in manifest.Courseware.SelectMany(entry => entry.Files).GroupBy(use => use.Path))
        {
            var path = uses.Key;
            try
            {
                if (Unfit(root, path) is { } unfit)
                    faults.AddRange(uses.Select(use => new ImportFault(use.Row, use.Column, unfit, path)));
                else
                    files[path] = await CheckAsync(root, path, organisationId, progress, cancellationToken);
            }
            catch (ContentError error)
            {
                faults.AddRange(uses.Select(use => new ImportFault(use.Row, use.Column, ManifestFault.Refused, path) { Error = error }));
            }
            catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
            {
                faults.AddRange(
                    uses.Select(use => new ImportFault(use.Row, use.Column, ManifestFault.FileUnreadable, path, cause.Message.ReplaceLineEndings(" ")))
                );
            }
        }
        return files;
    }

    private async Task<PlannedFile> CheckAsync(
        string root,
        string path,
        string organisationId,
        IProgress<ImportProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        await using var bytes = OpenFile(root, path);
        await using var watched = new WatchedStream(bytes, read => progress?.Report(new(path, read, bytes.Length)));
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(watched, cancellationToken));
        var checkedMedia = await _media.CheckAsync(new(ClaimOf(path), bytes, bytes.Name, hash, bytes.Length), cancellationToken);
        var id = MediaLibrary.IdOf(checkedMedia, organisationId);
        return new(path, checkedMedia, id, (await _media.FindAsync([id], cancellationToken)).ContainsKey(id));
    }

    /// <summary>Teachers by what the manifest calls them; those it cannot mean are faults.</summary>
    private async Task<Dictionary<string, string>> TeachersAsync(Manifest manifest, List<ImportFault> faults, CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, string>();
        foreach (
            var uses in manifest.Courseware.SelectMany(entry => entry.Teachers.Select(called => (called, entry.Row))).GroupBy(use => use.called, use => use.Row)
        )
        {
            var found = await NamedAsync(uses.Key, cancellationToken);
            if (found.Count == 1)
                known[uses.Key] = found[0];
            else
                faults.AddRange(
                    uses.Select(row => new ImportFault(
                        row,
                        ManifestColumns.Teachers,
                        found.Count == 0 ? ManifestFault.TeacherUnknown : ManifestFault.TeacherUnclear,
                        uses.Key
                    ))
                );
        }
        return known;
    }

    private async Task<List<string>> NamedAsync(string called, CancellationToken cancellationToken)
    {
        var parts = called.Split('@', 2, StringSplitOptions.TrimEntries);
        if (parts.Length == 1)
            return [.. (await _teachers.FindAsync([called], cancellationToken)).Keys];
        var named = new AndFilter([new FieldFilter("name", FilterOperator.Eq, parts[0]), new FieldFilter("organisationId", FilterOperator.Eq, parts[1])]);
        return [.. (await _teachers.ListAsync(Scope.All, null, named, [], new(2), cancellationToken)).Nodes.Select(teacher => teacher.Id)];
    }

    private static CoursewareChanges Changes(ManifestCourseware entry, Dictionary<string, PlannedFile> files, Dictionary<string, string> teachers) =>
        new()
        {
            Title = entry.Title,
            Summary = entry.Summary,
            Kind = entry.Kind,
            Origin = entry.Origin,
            LocalFeature = entry.LocalFeature,
            Subjects = entry.Subjects,
            Audience = entry.Audience,
            TeacherIds = [.. entry.Teachers.Select(called => teachers.GetValueOrDefault(called)).OfType<string>()],
            PosterId = entry.Poster is null ? null : AssetId(entry.Poster, files),
            Chapters =
            [
                .. entry.Chapters.Select(chapter => new ChapterChange(
                    chapter.Key,
                    chapter.Title,
                    AssetId(chapter.File, files),
                    [.. chapter.Captions.Select(captions => new CaptionTrack(captions.Language, AssetId(captions.File, files)))]
                )),
            ],
        };

    private static string AssetId(string? path, Dictionary<string, PlannedFile> files) =>
        path is not null && files.TryGetValue(path, out var file) ? file.AssetId : "";

    /// <summary>The asset of a file as it will be stored, but for the time.</summary>
    private static MediaAsset AssetOf(PlannedFile file, string organisationId) =>
        new(
            file.AssetId,
            file.Media.Hash,
            file.Media.Name,
            file.Media.ContentType,
            file.Media.ByteLength,
            file.Media.DurationMilliseconds,
            organisationId,
            default
        );

    /// <summary>Whether the draft is as the import left it: whoever has worked on it since decides when it is ready.</summary>
    private static bool IsUntouched(CoursewareDraft draft) => draft is { State: CoursewareState.Draft, History: [{ Act: CoursewareAct.Created }] };

    private static string KeyOf(string organisationId, string key) => Ids.From("import", organisationId, key);

    private static string IdOf(string organisationId, string key) => EditorialDesk.IdOf(Actor, KeyOf(organisationId, key));

    /// <summary>The claim that the ending of a file makes; the checks say whether its bytes bear it out.</summary>
    private static MediaClaim ClaimOf(string path) =>
        new(
            Path.GetFileName(path),
            MediaFormat.All.FirstOrDefault(type => type.Endings.Contains(Path.GetExtension(path).ToLowerInvariant()))?.ContentType ?? ""
        );

    private static FileStream OpenFile(string root, string path) =>
        new(Path.Combine(root, path), FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 17, FileOptions.Asynchronous);

    /// <summary>A link may lead anywhere, so none is followed below the folder.</summary>
    private static ManifestFault? Unfit(string root, string path)
    {
        var at = root;
        foreach (var part in path.Split('/'))
        {
            at = Path.Combine(at, part);
            if (new FileInfo(at).LinkTarget is not null)
                return ManifestFault.FileLinked;
        }
        return File.Exists(at) ? null : ManifestFault.FileMissing;
    }
}
