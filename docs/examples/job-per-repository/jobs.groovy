// Job DSL: a folder with a Pipeline for each repository, which builds its Jenkinsfile when somebody pushes or asks to merge.
// "repositories" is what codeupListRepositories returned.
folder('codeup')

for (repo in repositories) {
  // the path is organization/group/repository; names of jobs have no slashes
  def name = repo.path.split('/', 2)[1].replace('/', '-')
  pipelineJob("codeup/${name}") {
    properties {
      pipelineTriggers {
        triggers {
          codeup {
            repository(repo.id as String)
            mergeRequestsEvents(true)
          }
        }
      }
    }
    definition {
      cpsScm {
        scm {
          git {
            remote { url(repo.httpUrl) }
            branch('*/main')
          }
        }
      }
    }
  }
}
