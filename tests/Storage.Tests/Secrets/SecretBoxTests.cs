using Mogambo.Storage.Secrets;

namespace Mogambo.Storage.Tests.Secrets;

public sealed class SecretBoxTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mogambo-secrets-").FullName;

    private StorageOptions Storage => new() { ConnectionString = $"Data Source={_folder}/data/mogambo.db" };

    private string DefaultFile => Path.Combine(_folder, "data", "mogambo.key");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_secret_is_sealed_each_time_differently_and_opens_where_it_belongs()
    {
        var box = new SecretBox(new(), Storage);

        var (one, two) = (box.Seal("EAAtoken ü", "number/1"), box.Seal("EAAtoken ü", "number/1"));

        Assert.NotEqual(one, two);
        Assert.DoesNotContain("EAAtoken", one, StringComparison.Ordinal);
        Assert.Equal("EAAtoken ü", new SecretBox(new(), Storage).Open(one, "number/1"));
        Assert.Throws<SecretUnreadableException>(() => box.Open(one, "number/2"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("mgs1.")]
    [InlineData("mgs1.!!!")]
    [InlineData("mgs2.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("mgs1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void What_was_not_sealed_here_does_not_open_and_the_error_names_the_setting(string text)
    {
        var box = new SecretBox(new(), Storage);
        box.Seal("x", "y");

        Assert.StartsWith(SecretOptions.Setting, Assert.Throws<SecretUnreadableException>(() => box.Open(text, "y")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_default_file_is_made_with_the_first_secret_for_its_owner_alone()
    {
        var box = new SecretBox(new(), Storage);
        Assert.False(File.Exists(DefaultFile));

        box.Seal("x", "y");

        Assert.Equal(32, Convert.FromBase64String(File.ReadAllText(DefaultFile)).Length);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(DefaultFile));
        }
    }

    [Fact]
    public async Task Processes_that_make_the_file_at_once_have_one_key()
    {
        var boxes = Enumerable.Range(0, 8).Select(_ => new SecretBox(new(), Storage)).ToArray();

        var secrets = await Task.WhenAll(boxes.Select(box => Task.Run(() => box.Seal("x", "y"))));

        Assert.All(secrets, secret => Assert.All(boxes, box => Assert.Equal("x", box.Open(secret, "y"))));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(DefaultFile)!));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("no base64 at all")]
    [InlineData("c2hvcnQ=")]
    public void A_wrong_file_stops_the_start_with_a_sentence_that_names_the_setting(string? content)
    {
        var path = Path.Combine(_folder, "master.key");
        if (content is not null)
        {
            File.WriteAllText(path, content);
        }

        var refusal = Assert.Throws<StorageStartupException>(() => new SecretBox(new() { MasterKeyFile = path }, Storage));

        Assert.StartsWith(SecretOptions.Setting, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2hvcnQ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_several_processes_run_none_makes_a_key_of_its_own()
    {
        var box = new SecretBox(new() { MakesDefaultFile = false }, Storage);

        Assert.Contains(SecretOptions.Setting, Assert.Throws<SecretUnreadableException>(() => box.Seal("x", "y")).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(DefaultFile));
    }
}
